-- Puts the named links ($3) of one source ($1) and type ($2) in that order into the places that they hold together; the
-- others keep theirs. All are numbered from 1 to n.
WITH ranked AS (
    SELECT link.id, array_position($3, link.id) AS named,
        row_number() OVER (ORDER BY link.position, product.sku_fold, link.id) AS place
    FROM link
    JOIN product ON product.id = link.target_id
    WHERE link.source_id = $1 AND link.relation_type_id = $2
),
held AS (
    SELECT place, row_number() OVER (ORDER BY place) AS turn FROM ranked WHERE named IS NOT NULL
),
taken AS (
    SELECT id, row_number() OVER (ORDER BY named) AS turn FROM ranked WHERE named IS NOT NULL
),
numbered AS (
    SELECT ranked.id, COALESCE(held.place, ranked.place) AS place
    FROM ranked
    LEFT JOIN taken ON taken.id = ranked.id
    LEFT JOIN held ON held.turn = taken.turn
)
UPDATE link
SET position = numbered.place
FROM numbered
WHERE link.id = numbered.id AND link.position <> numbered.place
