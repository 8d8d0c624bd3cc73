-- Addresses of other programs that are told about moves and nudges.
CREATE TABLE Webhook (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    Name TEXT NOT NULL,
    Address TEXT NOT NULL,
    Moves INTEGER NOT NULL,
    Nudges INTEGER NOT NULL,
    Active INTEGER NOT NULL DEFAULT 1,
    -- Encrypted. The one before signs too until its time is over, so that the receiver can change without a gap.
    Secret TEXT NOT NULL,
    SecretBefore TEXT NULL,
    SecretBeforeUntil TEXT NULL,
    -- One process at a time sends to a receiver.
    LeaseUntil TEXT NULL,
    -- When administrators were told that a delivery was given up; null once one arrives again.
    WarnedAt TEXT NULL,
    Version INTEGER NOT NULL DEFAULT 1,
    CreatedAt TEXT NOT NULL
);
-- The outbox of webhooks: written in the transaction of the event, sent by a job. Times of attempts are real time.
CREATE TABLE WebhookDelivery (
    Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    WebhookId INTEGER NOT NULL REFERENCES Webhook (Id),
    -- The same for every receiver and attempt, so that a receiver recognizes a repeated delivery.
    MessageId TEXT NOT NULL,
    Type TEXT NOT NULL,
    ProblemId INTEGER NULL REFERENCES Problem (Id),
    OccurredAt TEXT NOT NULL,
    Data TEXT NOT NULL,
    Attempts INTEGER NOT NULL DEFAULT 0,
    -- Null before the first attempt, which is due at once.
    NextAttemptAt TEXT NULL,
    DeliveredAt TEXT NULL,
    ParkedAt TEXT NULL,
    LastError TEXT NULL
);
CREATE INDEX IX_WebhookDelivery_Webhook ON WebhookDelivery (WebhookId, Id);
CREATE INDEX IX_WebhookDelivery_Problem ON WebhookDelivery (ProblemId);
CREATE INDEX IX_WebhookDelivery_Delivered ON WebhookDelivery (DeliveredAt);
CREATE INDEX IX_WebhookDelivery_State ON WebhookDelivery (WebhookId, DeliveredAt, ParkedAt, Id);
