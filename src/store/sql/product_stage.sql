CREATE TEMPORARY TABLE IF NOT EXISTS staged_product (
    sku text, sku_fold text, active boolean, active_from timestamptz, active_until timestamptz,
    new_from timestamptz, new_until timestamptz, texts json, attributes json, category_ids integer[],
    store_ids integer[], images text[], rating bigint, review_count bigint, margin bigint,
    sold bigint[], viewed bigint[], created_at timestamptz, updated_at timestamptz
) ON COMMIT DELETE ROWS
