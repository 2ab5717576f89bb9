-- Numbers the links of one source ($1) and type ($2) from 1 to n with one of them ($3) moved by $4 places, or to the
-- place $5 when that is not 0. Those it passes close up behind it.
WITH ranked AS (
    SELECT link.id, row_number() OVER (ORDER BY link.position, product.sku_fold, link.id) AS place, count(*) OVER () AS n
    FROM link
    JOIN product ON product.id = link.target_id
    WHERE link.source_id = $1 AND link.relation_type_id = $2
),
moved AS (
    SELECT place AS old, LEAST(GREATEST(CASE WHEN $5 > 0 THEN $5 ELSE place + $4 END, 1), n) AS new
    FROM ranked
    WHERE id = $3
),
numbered AS (
    SELECT ranked.id, CASE
        WHEN ranked.id = $3 THEN moved.new
        WHEN ranked.place > moved.old AND ranked.place <= moved.new THEN ranked.place - 1
        WHEN ranked.place < moved.old AND ranked.place >= moved.new THEN ranked.place + 1
        ELSE ranked.place
    END AS place
    FROM ranked, moved
)
UPDATE link
SET position = numbered.place
FROM numbered
WHERE link.id = numbered.id AND link.position <> numbered.place
