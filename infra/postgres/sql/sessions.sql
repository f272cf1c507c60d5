-- name: settle(statement_ms, lock_ms, idle_ms, mark)$
-- Limit how long this session waits (milliseconds, 0 without end), mark it, and tell the server process that it has. Told
-- here and not as it connects: a pooler refuses what it does not know.
with told as materialized (
    select
        set_config('statement_timeout', :statement_ms, false),
        set_config('lock_timeout', :lock_ms, false),
        set_config('idle_in_transaction_session_timeout', :idle_ms, false),
        set_config('iqa.session', :mark, false)
)

select pg_backend_pid() from told;

-- name: mark()$
-- The mark of this session; nothing where nobody has made one.
select coalesce(current_setting('iqa.session', true), '');
