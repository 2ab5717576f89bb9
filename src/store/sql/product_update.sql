UPDATE product SET
    sku = s.sku, active = s.active, active_from = s.active_from, active_until = s.active_until, new_from = s.new_from,
    new_until = s.new_until, texts = s.texts, attributes = s.attributes, category_ids = s.category_ids,
    store_ids = s.store_ids, images = s.images, rating = s.rating, review_count = s.review_count, margin = s.margin,
    sold = s.sold, viewed = s.viewed, created_at = s.created_at, updated_at = s.updated_at
FROM staged_product s
WHERE product.sku_fold = s.sku_fold
