-- The catalogue: what a shop sells, in which stores, at which prices.
-- A jsonb column holds what is read and written as one piece (texts by locale, attribute values by attribute id);
-- whatever another row points at, or a person searches by, is a column.

CREATE TABLE store (
    id integer GENERATED ALWAYS AS IDENTITY CONSTRAINT store_pkey PRIMARY KEY,
    key text NOT NULL CONSTRAINT store_key_unique UNIQUE CONSTRAINT store_key_filled CHECK (key <> ''),
    name text NOT NULL,
    time_zone text NOT NULL,
    locales text[] NOT NULL CONSTRAINT store_locales_some CHECK (cardinality(locales) > 0),
    currencies text[] NOT NULL CONSTRAINT store_currencies_some CHECK (cardinality(currencies) > 0),
    position integer NOT NULL
);
COMMENT ON COLUMN store.locales IS 'first one is the default';
COMMENT ON COLUMN store.currencies IS 'first one is the default';

CREATE TABLE category (
    id integer GENERATED ALWAYS AS IDENTITY CONSTRAINT category_pkey PRIMARY KEY,
    key text NOT NULL CONSTRAINT category_key_unique UNIQUE CONSTRAINT category_key_filled CHECK (key <> ''),
    parent_id integer CONSTRAINT category_parent_fkey REFERENCES category (id),
    names jsonb NOT NULL,
    position integer NOT NULL,
    CONSTRAINT category_not_own_parent CHECK (parent_id <> id)
);
CREATE INDEX category_parent_idx ON category (parent_id);
COMMENT ON COLUMN category.names IS '{"": default name, "de_DE": name in that locale}';

CREATE TABLE attribute (
    id integer GENERATED ALWAYS AS IDENTITY CONSTRAINT attribute_pkey PRIMARY KEY,
    key text NOT NULL CONSTRAINT attribute_key_unique UNIQUE CONSTRAINT attribute_key_filled CHECK (key <> ''),
    kind text NOT NULL CONSTRAINT attribute_kind_known CHECK (kind IN ('text', 'number', 'choice', 'yes_no', 'date')),
    built_in boolean NOT NULL,
    multiple boolean NOT NULL,
    unit text,
    labels jsonb NOT NULL,
    position integer NOT NULL
);
COMMENT ON COLUMN attribute.built_in IS 'brand, label, attribute_set and product_type: fields of their own in the rule language';
COMMENT ON COLUMN attribute.labels IS '{"": default label, "de_DE": label in that locale}';

CREATE TABLE attribute_option (
    id integer GENERATED ALWAYS AS IDENTITY CONSTRAINT attribute_option_pkey PRIMARY KEY,
    attribute_id integer NOT NULL
        CONSTRAINT attribute_option_attribute_fkey REFERENCES attribute (id) ON DELETE CASCADE,
    key text NOT NULL CONSTRAINT attribute_option_key_filled CHECK (key <> ''),
    labels jsonb NOT NULL,
    position integer NOT NULL,
    CONSTRAINT attribute_option_key_unique UNIQUE (attribute_id, key)
);

CREATE TABLE product (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT product_pkey PRIMARY KEY,
    sku text NOT NULL,
    sku_fold text NOT NULL CONSTRAINT product_sku_unique UNIQUE CONSTRAINT product_sku_filled CHECK (sku_fold <> ''),
    active boolean NOT NULL,
    active_from timestamptz,
    active_until timestamptz,
    new_from timestamptz,
    new_until timestamptz,
    texts jsonb NOT NULL,
    attributes jsonb NOT NULL,
    category_ids integer[] NOT NULL,
    store_ids integer[],
    images text[] NOT NULL,
    rating bigint,
    review_count bigint,
    margin bigint,
    sold bigint[] NOT NULL CONSTRAINT product_sold_windows CHECK (cardinality(sold) = 3),
    viewed bigint[] NOT NULL CONSTRAINT product_viewed_windows CHECK (cardinality(viewed) = 3),
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
COMMENT ON COLUMN product.texts IS '{"": {"name", "description", "url"}, "de_DE": {…}}';
COMMENT ON COLUMN product.attributes IS '{attribute id: values}, see store::product';
COMMENT ON COLUMN product.store_ids IS 'null: every store';
COMMENT ON COLUMN product.rating IS 'millionths, 0 to 5,000,000';
COMMENT ON COLUMN product.margin IS 'millionths of a percent of the price';
COMMENT ON COLUMN product.sold IS 'pieces in the last 7, 30 and 90 days';

CREATE TABLE variant (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT variant_pkey PRIMARY KEY,
    product_id bigint NOT NULL CONSTRAINT variant_product_fkey REFERENCES product (id) ON DELETE CASCADE,
    sku text NOT NULL,
    sku_fold text NOT NULL CONSTRAINT variant_sku_unique UNIQUE CONSTRAINT variant_sku_filled CHECK (sku_fold <> ''),
    active boolean NOT NULL,
    attributes jsonb NOT NULL,
    stock bigint,
    position integer NOT NULL
);
CREATE INDEX variant_product_idx ON variant (product_id);
COMMENT ON COLUMN variant.stock IS 'null: not counted, always in stock';

CREATE TABLE price (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT price_pkey PRIMARY KEY,
    variant_id bigint NOT NULL CONSTRAINT price_variant_fkey REFERENCES variant (id) ON DELETE CASCADE,
    store_id integer CONSTRAINT price_store_fkey REFERENCES store (id) ON DELETE CASCADE,
    currency text NOT NULL CONSTRAINT price_currency_shape CHECK (currency ~ '^[A-Z]{3}$'),
    amount bigint NOT NULL CONSTRAINT price_amount_positive CHECK (amount >= 0),
    regular_amount bigint CONSTRAINT price_regular_positive CHECK (regular_amount >= 0),
    CONSTRAINT price_unique UNIQUE NULLS NOT DISTINCT (variant_id, store_id, currency)
);
CREATE INDEX price_store_idx ON price (store_id) WHERE store_id IS NOT NULL;
COMMENT ON COLUMN price.amount IS 'minor units of the currency';
COMMENT ON COLUMN price.store_id IS 'null: every store that sells in this currency';

-- The ordered, gap-free log that replicas follow. Its writer holds the one row of feed until it commits, so versions
-- appear in the order of their numbers and none is ever skipped.
CREATE TABLE feed (
    one boolean CONSTRAINT feed_pkey PRIMARY KEY DEFAULT true CONSTRAINT feed_single CHECK (one),
    epoch uuid NOT NULL DEFAULT gen_random_uuid(),
    version bigint NOT NULL
);
INSERT INTO feed (version) VALUES (0);

CREATE TABLE change (
    version bigint CONSTRAINT change_pkey PRIMARY KEY,
    at timestamptz NOT NULL,
    changes jsonb NOT NULL
);
