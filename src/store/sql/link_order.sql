-- Numbers the links of one source ($1) and type ($2) from 1 to n: those named ($3) in that order, then the others.
WITH ranked AS (
    SELECT link.id, row_number() OVER (
        ORDER BY array_position($3, link.id) NULLS LAST, link.position, product.sku_fold, link.id
    ) AS place
    FROM link
    JOIN product ON product.id = link.target_id
    WHERE link.source_id = $1 AND link.relation_type_id = $2
)
UPDATE link
SET position = ranked.place
FROM ranked
WHERE link.id = ranked.id AND link.position <> ranked.place
