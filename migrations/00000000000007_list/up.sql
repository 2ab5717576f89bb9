-- What the list of relations keeps: everybody's own views of it, and what was done to many relations at once.

CREATE TABLE saved_view (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT saved_view_pkey PRIMARY KEY,
    staff_id bigint NOT NULL CONSTRAINT saved_view_staff_fkey REFERENCES staff (id) ON DELETE CASCADE,
    name text NOT NULL CONSTRAINT saved_view_name_filled CHECK (name <> ''),
    address text NOT NULL,
    CONSTRAINT saved_view_name_unique UNIQUE (staff_id, name)
);
COMMENT ON COLUMN saved_view.address IS 'of the list so filtered: whoever opens it sees the same';

CREATE TABLE bulk (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT bulk_pkey PRIMARY KEY,
    act text NOT NULL CONSTRAINT bulk_act_known CHECK (act IN ('on', 'off', 'copy', 'delete', 'restore')),
    relation_ids bigint[] NOT NULL,
    unchanged bigint NOT NULL,
    skipped jsonb NOT NULL,
    at timestamptz NOT NULL,
    by text NOT NULL,
    undone_at timestamptz
);
CREATE INDEX bulk_at_idx ON bulk (at);
COMMENT ON COLUMN bulk.relation_ids IS 'those that were changed; of copies, the copies';
COMMENT ON COLUMN bulk.skipped IS 'those that could not be: key, name and why';
