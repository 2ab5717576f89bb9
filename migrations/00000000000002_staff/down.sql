DROP TABLE audit, api_token, session, staff;
