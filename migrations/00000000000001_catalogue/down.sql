DROP TABLE change, feed, price, variant, product, attribute_option, attribute, category, store;
