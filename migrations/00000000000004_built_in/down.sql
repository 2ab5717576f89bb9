DELETE FROM attribute WHERE built_in;
