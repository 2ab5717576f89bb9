DROP TABLE bulk;
DROP TABLE saved_view;
