"""Everything that speaks to PostgreSQL: ledger, read tables, roster, outbox; the statements stand in ``sql/``."""
