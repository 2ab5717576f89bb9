-- Carts that Kindred keeps for the Glue routes: for preview and tests, not a shop's own carts.
CREATE TABLE cart (
    uuid text NOT NULL CONSTRAINT cart_pkey PRIMARY KEY,
    owner text NOT NULL,
    guest boolean NOT NULL,
    store_id integer NOT NULL CONSTRAINT cart_store_fkey REFERENCES store (id) ON DELETE CASCADE,
    currency text NOT NULL,
    updated_at timestamptz NOT NULL
);
CREATE INDEX cart_store_idx ON cart (store_id);
CREATE INDEX cart_owner_idx ON cart (owner, guest);
CREATE INDEX cart_updated_idx ON cart (updated_at);
COMMENT ON COLUMN cart.owner IS 'the name of a token, or the id that a guest gave itself';

CREATE TABLE cart_line (
    cart_uuid text NOT NULL CONSTRAINT cart_line_cart_fkey REFERENCES cart (uuid) ON DELETE CASCADE,
    place integer NOT NULL,
    sku text NOT NULL,
    quantity integer NOT NULL CONSTRAINT cart_line_quantity_positive CHECK (quantity > 0),
    CONSTRAINT cart_line_pkey PRIMARY KEY (cart_uuid, place)
);
COMMENT ON COLUMN cart_line.place IS 'the last-added line has the highest';
