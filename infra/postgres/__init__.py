"""Everything that speaks to PostgreSQL: ledger, read tables, roster, outbox; the statements stand in ``sql/``.

Others use answers, connections, custody, database, kept, leave, ledger, limits, lists, looks, mendings, migrate,
national, news, notices, outbox, places, quarter_views, read_models, rebuild, reference_data, refusals, roster,
roster_import, sendings, shared_facts, sign_ins, streams, verifications and web.
"""
