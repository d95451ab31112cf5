-- The stored truth: what arrived, what it states about who is whom, and what was decided of that.
-- IF NOT EXISTS, because there are databases from before migrations were counted.

CREATE TABLE IF NOT EXISTS events (
  seq          bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  id           text PRIMARY KEY,
  write_key    text NOT NULL,
  type         text NOT NULL,
  name         text,
  anonymous_id text,
  user_id      text,
  session_id   text,
  stream       text,
  n            integer,
  channel      text,
  time         timestamptz NOT NULL,
  sent_at      timestamptz,
  received_at  timestamptz NOT NULL,
  deliveries   integer NOT NULL,
  payload      jsonb NOT NULL
);
CREATE INDEX IF NOT EXISTS events_by_user ON events (user_id, time);
CREATE INDEX IF NOT EXISTS events_by_anonymous ON events (anonymous_id, time) WHERE user_id IS NULL;
CREATE INDEX IF NOT EXISTS events_by_stream ON events (stream, n);

-- What pages said of their streams besides the events: how many positions they gave out, and which of them are lost.
CREATE TABLE IF NOT EXISTS stream_lengths (
  stream text PRIMARY KEY,
  length integer NOT NULL
);
CREATE TABLE IF NOT EXISTS stream_losses (
  stream text NOT NULL,
  first  integer NOT NULL,
  last   integer NOT NULL,
  reason text NOT NULL,
  PRIMARY KEY (stream, first, last, reason)
);

-- What events state about who is whom, and what was taken out again: `seq` tells what is new since somebody last looked.
CREATE TABLE IF NOT EXISTS links (
  id          text PRIMARY KEY,
  a_namespace text NOT NULL,
  a_value     text NOT NULL,
  b_namespace text NOT NULL,
  b_value     text NOT NULL,
  time        timestamptz NOT NULL,
  reason      text NOT NULL,
  authority   text NOT NULL
);
ALTER TABLE links ADD COLUMN IF NOT EXISTS event text;
ALTER TABLE links ADD COLUMN IF NOT EXISTS seq bigint GENERATED ALWAYS AS IDENTITY;
CREATE INDEX IF NOT EXISTS links_by_seq ON links (seq);
CREATE INDEX IF NOT EXISTS links_by_a ON links (a_value);
CREATE INDEX IF NOT EXISTS links_by_b ON links (b_value);

-- What somebody has said not to be theirs.
CREATE TABLE IF NOT EXISTS detaches (
  seq            bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  id             text PRIMARY KEY,
  namespace      text NOT NULL,
  value          text NOT NULL,
  from_namespace text NOT NULL,
  from_value     text NOT NULL,
  time           timestamptz NOT NULL,
  authority      text NOT NULL
);
CREATE INDEX IF NOT EXISTS detaches_by_value ON detaches (value);
CREATE INDEX IF NOT EXISTS detaches_by_from ON detaches (from_value);

-- What the site itself has decided: taken out for good, true, deleted.
CREATE TABLE IF NOT EXISTS unlinks (
  seq  bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  link text PRIMARY KEY,
  time timestamptz NOT NULL
);
CREATE TABLE IF NOT EXISTS verified (
  seq  bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  link text PRIMARY KEY,
  time timestamptz NOT NULL
);
CREATE TABLE IF NOT EXISTS forgotten (
  seq       bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  namespace text NOT NULL,
  value     text NOT NULL,
  time      timestamptz NOT NULL,
  PRIMARY KEY (namespace, value)
);

-- Where events of deleted people stood in their pages: they were received.
CREATE TABLE IF NOT EXISTS erased (
  stream text NOT NULL,
  n      integer NOT NULL,
  PRIMARY KEY (stream, n)
);
