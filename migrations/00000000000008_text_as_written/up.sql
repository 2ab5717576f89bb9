-- Texts and attribute values are only ever read and written whole, never looked into by SQL: kept as they were written,
-- they are sent a million times at a start without being put together anew.
ALTER TABLE product ALTER COLUMN texts TYPE json, ALTER COLUMN attributes TYPE json;
ALTER TABLE variant ALTER COLUMN attributes TYPE json;
