ALTER TABLE variant ALTER COLUMN attributes TYPE jsonb;
ALTER TABLE product ALTER COLUMN texts TYPE jsonb, ALTER COLUMN attributes TYPE jsonb;
