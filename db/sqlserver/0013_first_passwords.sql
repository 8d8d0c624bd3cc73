-- A first password that someone else knows must be changed at the first sign-in.
ALTER TABLE Person ADD MustChangePassword BIT NOT NULL DEFAULT 0;
