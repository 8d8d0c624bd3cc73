-- What the site checklist asks, in the agency's words and order. An item in use is retired, not deleted.
CREATE TABLE ChecklistItem (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    Name NVARCHAR(100) NOT NULL,
    Position INT NOT NULL,
    Active BIT NOT NULL DEFAULT 1
);
INSERT INTO ChecklistItem (Name, Position) VALUES
    ('Litter or dumped trash', 1), ('Graffiti', 2), ('Broken or missing lights', 3), ('Abandoned or stripped cars', 4),
    ('Blocked sight lines: shrubs, fences, containers', 5), ('Broken windows or boarded buildings', 6),
    ('Overgrown or neglected lots', 7), ('Bottles, cans or drug litter', 8), ('Damaged fences, gates or locks', 9),
    ('Missing or damaged signs', 10);

-- A walk over a site with residents, on which the checklist was filled.
CREATE TABLE ChecklistWalk (
    Id BIGINT IDENTITY(1,1) NOT NULL PRIMARY KEY,
    ProblemId BIGINT NOT NULL REFERENCES Problem (Id),
    -- Of the problem's walks, from 1.
    Number INT NOT NULL,
    Site NVARCHAR(200) NOT NULL,
    WalkedAt DATETIMEOFFSET(7) NOT NULL,
    -- Its local day.
    WalkedOn DATE NOT NULL,
    -- How many residents took part. Their names are not stored.
    Residents INT NOT NULL,
    Note NVARCHAR(2000) NULL,
    FilledBy BIGINT NULL REFERENCES Person (Id),
    FilledAt DATETIMEOFFSET(7) NOT NULL,
    WithdrawnBy BIGINT NULL REFERENCES Person (Id),
    WithdrawnAt DATETIMEOFFSET(7) NULL,
    WithdrawnReason NVARCHAR(500) NULL,
    Version INT NOT NULL DEFAULT 1,
    CONSTRAINT UX_ChecklistWalk_Number UNIQUE (ProblemId, Number)
);

CREATE TABLE ChecklistAnswer (
    WalkId BIGINT NOT NULL REFERENCES ChecklistWalk (Id),
    ItemId BIGINT NOT NULL REFERENCES ChecklistItem (Id),
    -- In the walk's order.
    Position INT NOT NULL,
    -- The item's words when the walk was filled.
    Item NVARCHAR(100) NOT NULL,
    -- None, ALittle, Some, ALot, DoesNotApply.
    Extent NVARCHAR(20) NOT NULL,
    Remark NVARCHAR(500) NULL,
    CONSTRAINT PK_ChecklistAnswer PRIMARY KEY (WalkId, ItemId)
);
CREATE INDEX IX_ChecklistAnswer_Item ON ChecklistAnswer (ItemId);

-- The walk that a photo was taken on.
ALTER TABLE ProblemFile ADD WalkId BIGINT NULL REFERENCES ChecklistWalk (Id);
CREATE INDEX IX_ProblemFile_Walk ON ProblemFile (WalkId);
