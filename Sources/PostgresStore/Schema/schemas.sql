-- The schemas of a database that keeps logs without roles and functions; they belong to the login that makes them.

CREATE SCHEMA subsidy;
CREATE SCHEMA subsidy_vault;
