-- The four attributes that every shop has: fields of their own in the rule language, so they are there before any import.
INSERT INTO attribute (key, kind, built_in, multiple, labels, position) VALUES
    ('brand', 'choice', true, false, '{"": "Brand"}', 1),
    ('label', 'choice', true, true, '{"": "Label"}', 2),
    ('attribute_set', 'choice', true, false, '{"": "Attribute set"}', 3),
    ('product_type', 'choice', true, false, '{"": "Product type"}', 4);
