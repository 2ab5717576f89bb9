INSERT INTO product (sku, sku_fold, active, active_from, active_until, new_from, new_until, texts, attributes,
    category_ids, store_ids, images, rating, review_count, margin, sold, viewed, created_at, updated_at)
SELECT sku, sku_fold, active, active_from, active_until, new_from, new_until, texts, attributes,
    category_ids, store_ids, images, rating, review_count, margin, sold, viewed, created_at, updated_at
FROM staged_product
ON CONFLICT (sku_fold) DO UPDATE SET
    sku = excluded.sku, active = excluded.active, active_from = excluded.active_from,
    active_until = excluded.active_until, new_from = excluded.new_from, new_until = excluded.new_until,
    texts = excluded.texts, attributes = excluded.attributes, category_ids = excluded.category_ids,
    store_ids = excluded.store_ids, images = excluded.images, rating = excluded.rating,
    review_count = excluded.review_count, margin = excluded.margin, sold = excluded.sold, viewed = excluded.viewed,
    created_at = excluded.created_at, updated_at = excluded.updated_at
RETURNING id, sku_fold
