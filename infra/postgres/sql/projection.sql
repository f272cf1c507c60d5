-- name: replace_rows(stream, rows)!
-- Show what a stream amounts to: its rows in each read table that the JSON names, in place of those that stand there.
select iqa.replace_rows_v1(:stream, :rows);
