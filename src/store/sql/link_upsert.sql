INSERT INTO link (relation_type_id, source_id, target_id, position, two_way)
SELECT kind, source, target, place, false
FROM unnest($1, $2, $3, $4) AS wanted (kind, source, target, place)
ON CONFLICT ON CONSTRAINT link_unique DO UPDATE SET position = excluded.position
