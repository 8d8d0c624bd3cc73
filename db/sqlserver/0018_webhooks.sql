-- Addresses of other programs that are told about moves and nudges.
CREATE TABLE Webhook (
    Id BIGINT NOT NULL IDENTITY(1,1) PRIMARY KEY,
    Name NVARCHAR(100) NOT NULL,
    Address NVARCHAR(500) NOT NULL,
    Moves BIT NOT NULL,
    Nudges BIT NOT NULL,
    Active BIT NOT NULL DEFAULT 1,
    -- Encrypted. The one before signs too until its time is over, so that the receiver can change without a gap.
    Secret NVARCHAR(1000) NOT NULL,
    SecretBefore NVARCHAR(1000) NULL,
    SecretBeforeUntil DATETIMEOFFSET(7) NULL,
    -- One process at a time sends to a receiver.
    LeaseUntil DATETIMEOFFSET(7) NULL,
    -- When administrators were told that a delivery was given up; null once one arrives again.
    WarnedAt DATETIMEOFFSET(7) NULL,
    Version INT NOT NULL DEFAULT 1,
    CreatedAt DATETIMEOFFSET(7) NOT NULL
);
-- The outbox of webhooks: written in the transaction of the event, sent by a job. Times of attempts are real time.
CREATE TABLE WebhookDelivery (
    Id BIGINT NOT NULL IDENTITY(1,1) PRIMARY KEY,
    WebhookId BIGINT NOT NULL REFERENCES Webhook (Id),
    -- The same for every receiver and attempt, so that a receiver recognizes a repeated delivery.
    MessageId NVARCHAR(100) NOT NULL,
    Type NVARCHAR(50) NOT NULL,
    ProblemId BIGINT NULL REFERENCES Problem (Id),
    OccurredAt DATETIMEOFFSET(7) NOT NULL,
    Data NVARCHAR(MAX) NOT NULL,
    Attempts INT NOT NULL DEFAULT 0,
    -- Null before the first attempt, which is due at once.
    NextAttemptAt DATETIMEOFFSET(7) NULL,
    DeliveredAt DATETIMEOFFSET(7) NULL,
    ParkedAt DATETIMEOFFSET(7) NULL,
    LastError NVARCHAR(1000) NULL
);
CREATE INDEX IX_WebhookDelivery_Webhook ON WebhookDelivery (WebhookId, Id);
CREATE INDEX IX_WebhookDelivery_Problem ON WebhookDelivery (ProblemId);
CREATE INDEX IX_WebhookDelivery_Delivered ON WebhookDelivery (DeliveredAt);
CREATE INDEX IX_WebhookDelivery_State ON WebhookDelivery (WebhookId, DeliveredAt, ParkedAt, Id);
