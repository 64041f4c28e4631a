-- When the password was typed last, and when an act that needs it was done last. A login of before typed it then.
ALTER TABLE sessions ADD COLUMN password_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN confirmed_at INTEGER NOT NULL DEFAULT 0;
UPDATE sessions SET password_at = created_at, confirmed_at = created_at;
