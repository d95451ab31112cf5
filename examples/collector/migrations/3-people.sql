-- Who is whom, kept up at each commit: each identifier with its person, as throughline/identity decides.
-- It can be made again from links, detaches and decisions at any time; those are the truth.

-- `component`: what hangs together by links, refused ones too. Rules never look beyond it, so it is what one writer locks.
-- The numbers begin beyond those of the other advisory locks.
CREATE SEQUENCE component_numbers START 1000000;
CREATE TABLE members (
  namespace text NOT NULL,
  value     text NOT NULL,
  component bigint NOT NULL DEFAULT nextval('component_numbers'),
  person    text,
  PRIMARY KEY (namespace, value)
);
CREATE INDEX members_by_component ON members (component);
CREATE INDEX members_by_person ON members (person);

-- Events that a consumer could not store, as they came: nothing disappears without a trace.
CREATE TABLE refused (
  id      text PRIMARY KEY,
  time    timestamptz NOT NULL,
  reason  text NOT NULL,
  message bytea NOT NULL
);
