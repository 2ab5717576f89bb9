DROP TABLE import_problem, import, draft_step, draft, frozen, relation_version, relation, hidden, link, block, relation_type;
