-- Partitions by time, many writers at once, and a cursor that misses nothing all the same.

-- The partition of an event follows from its id alone: a UUIDv7 begins with its time. So a repeat, however late, meets its
-- first delivery in the same partition, and the key of the partition is a key of the whole. Ids without a time have a
-- partition of their own.
CREATE FUNCTION event_day(id text) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN id ~* '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$'
    THEN date '1970-01-01' + (('x' || left(id, 8) || substr(id, 10, 4))::bit(48)::bigint / 86400000)::integer
    ELSE date '1970-01-01' END
$$;

-- Rows become visible at the commit, not in the order of a sequence: a reader that goes on after the highest number it has
-- seen would skip what commits late. So numbers begin with that of the transaction, and readers stay below the oldest one
-- that is under way. `base` is raised where a dump was restored into a server that has counted fewer transactions.
CREATE TABLE cursor_base (is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only), base bigint NOT NULL);
INSERT INTO cursor_base (base) VALUES (0);
CREATE FUNCTION cursor_start() RETURNS bigint LANGUAGE sql VOLATILE AS $$
  SELECT base + (pg_current_xact_id()::text::bigint << 16) FROM cursor_base
$$;
CREATE FUNCTION cursor_end() RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT base + (pg_snapshot_xmin(pg_current_snapshot())::text::bigint << 16) FROM cursor_base
$$;

ALTER TABLE events RENAME TO events_before;
CREATE TABLE events (
  seq          bigint NOT NULL,
  day          date NOT NULL,
  id           text NOT NULL,
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
  payload      jsonb NOT NULL,
  PRIMARY KEY (id, day)
) PARTITION BY RANGE (day);
CREATE TABLE events_without_time PARTITION OF events FOR VALUES FROM (MINVALUE) TO ('1970-01-02');
-- Of clocks that are far off, and of weeks for which there is no partition.
CREATE TABLE events_other PARTITION OF events DEFAULT;
INSERT INTO events SELECT seq, event_day(id), id, write_key, type, name, anonymous_id, user_id, session_id, stream, n, channel,
  time, sent_at, received_at, deliveries, payload FROM events_before;
DROP TABLE events_before;
CREATE INDEX events_by_seq ON events (seq);
CREATE INDEX events_by_user ON events (user_id, time);
CREATE INDEX events_by_anonymous ON events (anonymous_id, time) WHERE user_id IS NULL;
CREATE INDEX events_by_stream ON events (stream, n);

ALTER TABLE links ALTER COLUMN seq DROP IDENTITY;
ALTER TABLE detaches ALTER COLUMN seq DROP IDENTITY, DROP CONSTRAINT detaches_seq_key;
ALTER TABLE unlinks ALTER COLUMN seq DROP IDENTITY, DROP CONSTRAINT unlinks_seq_key;
ALTER TABLE verified ALTER COLUMN seq DROP IDENTITY, DROP CONSTRAINT verified_seq_key;
ALTER TABLE forgotten ALTER COLUMN seq DROP IDENTITY, DROP CONSTRAINT forgotten_seq_key;
CREATE INDEX detaches_by_seq ON detaches (seq);
CREATE INDEX unlinks_by_seq ON unlinks (seq);
CREATE INDEX verified_by_seq ON verified (seq);
CREATE INDEX forgotten_by_seq ON forgotten (seq);
