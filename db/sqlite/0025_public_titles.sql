-- What a problem is called outside the department: for partners and holders of a link.
ALTER TABLE Problem ADD PublicTitle TEXT NULL;
