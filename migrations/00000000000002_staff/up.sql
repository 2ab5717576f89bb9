-- Who may do what, and what they did.

CREATE TABLE staff (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT staff_pkey PRIMARY KEY,
    email text NOT NULL,
    email_fold text NOT NULL CONSTRAINT staff_email_unique UNIQUE CONSTRAINT staff_email_filled CHECK (email_fold <> ''),
    name text NOT NULL,
    role text NOT NULL
        CONSTRAINT staff_role_known CHECK (role IN ('viewer', 'editor', 'publisher', 'administrator')),
    password_hash text NOT NULL,
    active boolean NOT NULL,
    created_at timestamptz NOT NULL
);

CREATE TABLE session (
    id_hash bytea CONSTRAINT session_pkey PRIMARY KEY,
    staff_id bigint NOT NULL CONSTRAINT session_staff_fkey REFERENCES staff (id) ON DELETE CASCADE,
    form_token text NOT NULL,
    created_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL
);
CREATE INDEX session_staff_idx ON session (staff_id);

CREATE TABLE api_token (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT api_token_pkey PRIMARY KEY,
    name text NOT NULL CONSTRAINT api_token_name_unique UNIQUE CONSTRAINT api_token_name_filled CHECK (name <> ''),
    role text NOT NULL
        CONSTRAINT api_token_role_known CHECK (role IN ('viewer', 'editor', 'publisher', 'administrator')),
    token_hash bytea NOT NULL CONSTRAINT api_token_hash_unique UNIQUE,
    created_at timestamptz NOT NULL,
    revoked_at timestamptz
);

-- One row a change, written in the transaction of the change. Rows are never updated.
CREATE TABLE audit (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT audit_pkey PRIMARY KEY,
    at timestamptz NOT NULL,
    staff_id bigint CONSTRAINT audit_staff_fkey REFERENCES staff (id),
    actor text NOT NULL,
    action text NOT NULL,
    noun text NOT NULL,
    noun_key text NOT NULL,
    detail jsonb NOT NULL
);
CREATE INDEX audit_noun_idx ON audit (noun, noun_key, id);
CREATE INDEX audit_staff_idx ON audit (staff_id);
COMMENT ON COLUMN audit.staff_id IS 'null: the command line or an API token; actor says which';
