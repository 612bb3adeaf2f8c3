-- Whether the shell found the command (0: its status was 127).
ALTER TABLE entries ADD COLUMN found INTEGER NOT NULL DEFAULT 1;
