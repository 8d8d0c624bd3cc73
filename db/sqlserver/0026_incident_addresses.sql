-- Finds the incidents of an address, newest first.
CREATE INDEX IX_Incident_Address ON Incident (Address, OccurredFrom, Id);
