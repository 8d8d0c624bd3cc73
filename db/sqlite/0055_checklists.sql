-- What the site checklist asks, in the agency's words and order. An item in use is retired, not deleted.
CREATE TABLE ChecklistItem (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    Name TEXT NOT NULL,
    Position INTEGER NOT NULL,
    Active INTEGER NOT NULL DEFAULT 1
);
INSERT INTO ChecklistItem (Name, Position) VALUES
    ('Litter or dumped trash', 1), ('Graffiti', 2), ('Broken or missing lights', 3), ('Abandoned or stripped cars', 4),
    ('Blocked sight lines: shrubs, fences, containers', 5), ('Broken windows or boarded buildings', 6),
    ('Overgrown or neglected lots', 7), ('Bottles, cans or drug litter', 8), ('Damaged fences, gates or locks', 9),
    ('Missing or damaged signs', 10);

-- A walk over a site with residents, on which the checklist was filled.
CREATE TABLE ChecklistWalk (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    ProblemId INTEGER NOT NULL REFERENCES Problem (Id),
    -- Of the problem's walks, from 1.
    Number INTEGER NOT NULL,
    Site TEXT NOT NULL,
    WalkedAt TEXT NOT NULL,
    -- Its local day.
    WalkedOn TEXT NOT NULL,
    -- How many residents took part. Their names are not stored.
    Residents INTEGER NOT NULL,
    Note TEXT NULL,
    FilledBy INTEGER NULL REFERENCES Person (Id),
    FilledAt TEXT NOT NULL,
    WithdrawnBy INTEGER NULL REFERENCES Person (Id),
    WithdrawnAt TEXT NULL,
    WithdrawnReason TEXT NULL,
    Version INTEGER NOT NULL DEFAULT 1,
    CONSTRAINT UX_ChecklistWalk_Number UNIQUE (ProblemId, Number)
);

CREATE TABLE ChecklistAnswer (
    WalkId INTEGER NOT NULL REFERENCES ChecklistWalk (Id),
    ItemId INTEGER NOT NULL REFERENCES ChecklistItem (Id),
    -- In the walk's order.
    Position INTEGER NOT NULL,
    -- The item's words when the walk was filled.
    Item TEXT NOT NULL,
    -- None, ALittle, Some, ALot, DoesNotApply.
    Extent TEXT NOT NULL,
    Remark TEXT NULL,
    CONSTRAINT PK_ChecklistAnswer PRIMARY KEY (WalkId, ItemId)
);
CREATE INDEX IX_ChecklistAnswer_Item ON ChecklistAnswer (ItemId);

-- The walk that a photo was taken on.
ALTER TABLE ProblemFile ADD WalkId INTEGER NULL REFERENCES ChecklistWalk (Id);
CREATE INDEX IX_ProblemFile_Walk ON ProblemFile (WalkId);
