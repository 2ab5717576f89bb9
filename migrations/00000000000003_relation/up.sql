-- What is shown beside what: types, blocks, links, relations with their versions, drafts; and imports.

CREATE TABLE relation_type (
    id integer GENERATED ALWAYS AS IDENTITY CONSTRAINT relation_type_pkey PRIMARY KEY,
    key text NOT NULL CONSTRAINT relation_type_key_unique UNIQUE CONSTRAINT relation_type_key_filled CHECK (key <> ''),
    labels jsonb NOT NULL,
    position integer NOT NULL
);
INSERT INTO relation_type (key, labels, position) VALUES
    ('related', '{"": "Related"}', 1), ('up-sell', '{"": "Up-sell"}', 2), ('cross-sell', '{"": "Cross-sell"}', 3);

CREATE TABLE block (
    id integer GENERATED ALWAYS AS IDENTITY CONSTRAINT block_pkey PRIMARY KEY,
    key text NOT NULL CONSTRAINT block_key_unique UNIQUE CONSTRAINT block_key_filled CHECK (key <> ''),
    page text NOT NULL
        CONSTRAINT block_page_known CHECK (page IN ('product', 'cart', 'home', 'category', 'confirmation')),
    position integer NOT NULL,
    maximum integer NOT NULL CONSTRAINT block_maximum_range CHECK (maximum BETWEEN 1 AND 100),
    minimum integer NOT NULL CONSTRAINT block_minimum_range CHECK (minimum BETWEEN 0 AND maximum),
    behaviour text NOT NULL
        CONSTRAINT block_behaviour_known CHECK (behaviour IN ('links_and_rules', 'links_only', 'rules_only')),
    rotation text NOT NULL
        CONSTRAINT block_rotation_known CHECK (rotation IN ('by_priority', 'by_priority_then_random', 'weighted_random')),
    stock_policy text NOT NULL
        CONSTRAINT block_stock_policy_known CHECK (stock_policy IN ('leave_out', 'show_last', 'show')),
    fallback boolean NOT NULL,
    titles jsonb NOT NULL,
    off_store_ids integer[] NOT NULL,
    type_keys text[] NOT NULL
);
COMMENT ON COLUMN block.type_keys IS 'the relation types it shows, in order';
INSERT INTO block (key, page, position, maximum, minimum, behaviour, rotation, stock_policy, fallback, titles, off_store_ids, type_keys) VALUES
    ('pdp-related', 'product', 1, 8, 0, 'links_and_rules', 'by_priority', 'leave_out', true, '{"": "Goes well with it"}', '{}', '{related}'),
    ('pdp-up-sell', 'product', 2, 4, 0, 'links_and_rules', 'by_priority', 'leave_out', false, '{"": "A step up"}', '{}', '{up-sell}'),
    ('cart-cross-sell', 'cart', 3, 4, 0, 'links_and_rules', 'by_priority', 'leave_out', false, '{"": "Before you go"}', '{}', '{cross-sell}'),
    ('cart-up-sell', 'cart', 4, 4, 0, 'links_and_rules', 'by_priority', 'leave_out', false, '{"": "Worth a look instead"}', '{}', '{up-sell}'),
    ('home', 'home', 5, 8, 0, 'links_and_rules', 'by_priority', 'leave_out', true, '{"": "Best sellers"}', '{}', '{}'),
    ('category', 'category', 6, 4, 0, 'links_and_rules', 'by_priority', 'leave_out', true, '{"": "Popular here"}', '{}', '{}'),
    ('confirmation', 'confirmation', 7, 4, 0, 'links_and_rules', 'by_priority', 'leave_out', false, '{"": "Next time"}', '{}', '{cross-sell}');

CREATE TABLE link (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT link_pkey PRIMARY KEY,
    relation_type_id integer NOT NULL CONSTRAINT link_type_fkey REFERENCES relation_type (id),
    source_id bigint NOT NULL CONSTRAINT link_source_fkey REFERENCES product (id) ON DELETE CASCADE,
    target_id bigint NOT NULL CONSTRAINT link_target_fkey REFERENCES product (id) ON DELETE CASCADE,
    position integer NOT NULL,
    two_way boolean NOT NULL,
    store_id integer CONSTRAINT link_store_fkey REFERENCES store (id) ON DELETE CASCADE,
    valid_from timestamptz,
    valid_until timestamptz,
    CONSTRAINT link_unique UNIQUE NULLS NOT DISTINCT (source_id, relation_type_id, target_id, store_id),
    CONSTRAINT link_not_self CHECK (source_id <> target_id)
);
CREATE INDEX link_type_idx ON link (relation_type_id);
CREATE INDEX link_target_idx ON link (target_id);
CREATE INDEX link_store_idx ON link (store_id) WHERE store_id IS NOT NULL;

-- "Hide here": on the source's pages the target is never shown, whichever stage would bring it.
CREATE TABLE hidden (
    source_id bigint NOT NULL CONSTRAINT hidden_source_fkey REFERENCES product (id) ON DELETE CASCADE,
    target_id bigint NOT NULL CONSTRAINT hidden_target_fkey REFERENCES product (id) ON DELETE CASCADE,
    CONSTRAINT hidden_pkey PRIMARY KEY (source_id, target_id)
);
CREATE INDEX hidden_target_idx ON hidden (target_id);

CREATE TABLE relation (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT relation_pkey PRIMARY KEY,
    key text NOT NULL CONSTRAINT relation_key_filled CHECK (key <> ''),
    version bigint NOT NULL,
    body jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    created_by text NOT NULL,
    updated_at timestamptz NOT NULL,
    updated_by text NOT NULL,
    deleted_at timestamptz
);
CREATE UNIQUE INDEX relation_key_unique ON relation (key) WHERE deleted_at IS NULL;
COMMENT ON COLUMN relation.body IS 'the relation as the API writes it, "version": 1; what no longer checks stands broken';

CREATE TABLE relation_version (
    relation_id bigint NOT NULL CONSTRAINT relation_version_relation_fkey REFERENCES relation (id) ON DELETE CASCADE,
    version bigint NOT NULL,
    body jsonb NOT NULL,
    at timestamptz NOT NULL,
    by text NOT NULL,
    CONSTRAINT relation_version_pkey PRIMARY KEY (relation_id, version)
);

-- What a relation that is not kept current shows: taken at publish, in order.
CREATE TABLE frozen (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT frozen_pkey PRIMARY KEY,
    relation_id bigint NOT NULL CONSTRAINT frozen_relation_fkey REFERENCES relation (id) ON DELETE CASCADE,
    source_id bigint CONSTRAINT frozen_source_fkey REFERENCES product (id) ON DELETE CASCADE,
    locale text NOT NULL,
    target_ids bigint[] NOT NULL,
    taken_at timestamptz NOT NULL,
    CONSTRAINT frozen_unique UNIQUE NULLS NOT DISTINCT (relation_id, source_id, locale)
);
CREATE INDEX frozen_source_idx ON frozen (source_id) WHERE source_id IS NOT NULL;
COMMENT ON COLUMN frozen.source_id IS 'null: the same list for every source';

CREATE TABLE draft (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT draft_pkey PRIMARY KEY,
    relation_id bigint CONSTRAINT draft_relation_fkey REFERENCES relation (id) ON DELETE CASCADE,
    based_on bigint NOT NULL,
    staff_id bigint NOT NULL CONSTRAINT draft_staff_fkey REFERENCES staff (id) ON DELETE CASCADE,
    step bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
CREATE INDEX draft_relation_idx ON draft (relation_id);
CREATE INDEX draft_staff_idx ON draft (staff_id);
COMMENT ON COLUMN draft.relation_id IS 'null: a new relation';
COMMENT ON COLUMN draft.based_on IS 'the version it was opened on; 0: none';

CREATE TABLE draft_step (
    draft_id bigint NOT NULL CONSTRAINT draft_step_draft_fkey REFERENCES draft (id) ON DELETE CASCADE,
    step bigint NOT NULL,
    body jsonb NOT NULL,
    at timestamptz NOT NULL,
    focus text NOT NULL,
    CONSTRAINT draft_step_pkey PRIMARY KEY (draft_id, step)
);

CREATE TABLE import (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT import_pkey PRIMARY KEY,
    file_name text NOT NULL,
    file_path text,
    format text NOT NULL,
    state text NOT NULL CONSTRAINT import_state_known
        CHECK (state IN ('checking', 'checked', 'applying', 'applied', 'failed', 'interrupted', 'discarded')),
    bytes_done bigint NOT NULL,
    bytes_total bigint NOT NULL,
    counts jsonb NOT NULL,
    failure text,
    by text NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);

CREATE TABLE import_problem (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT import_problem_pkey PRIMARY KEY,
    import_id bigint NOT NULL CONSTRAINT import_problem_import_fkey REFERENCES import (id) ON DELETE CASCADE,
    line bigint NOT NULL,
    column_name text NOT NULL,
    value text NOT NULL,
    message text NOT NULL,
    refused boolean NOT NULL
);
CREATE INDEX import_problem_import_idx ON import_problem (import_id, id);
