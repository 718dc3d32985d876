-- The record as one would first lay it out: a table for each thing, rows joined by keys, and a full-text index.
create table named (url text primary key, id text not null, type text not null, name text not null);
create table source (
    id text primary key, title text, url text, publisher text references named (url), published_date text, language text
);
create table event (
    n integer primary key, id text not null unique, title text not null, kind text not null, status text not null,
    date text not null, start_time text, place text references named (url), process text references named (url), round integer,
    level text, format text, channel text, summary text not null, independent_publishers integer not null,
    document text not null
);
create table participant (
    event integer references event (n), ordinal integer, actor text references named (url), role text, side text references named (url),
    position text, primary key (event, ordinal)
);
create table event_actor (event integer references event (n), actor text, primary key (actor, event));
create table event_topic (
    event integer references event (n), ordinal integer, topic text references named (url), primary key (event, ordinal)
);
create table claim (
    id text primary key, event integer references event (n), ordinal integer, text text, status text,
    independent_publishers integer
);
create table account (
    claim text references claim (id), ordinal integer, by text references named (url), side text references named (url), says text,
    primary key (claim, ordinal)
);
create table part (
    id text primary key, event integer references event (n), ordinal integer, type text, url text, date text, text text
);
create table evidence (
    owner text, ordinal integer, source text references source (id), quote text, locator text, primary key (owner, ordinal)
);
-- Datasette finds the index by the table that it names. The index alone is read, never a column of that table.
create virtual table event_search using fts5 (
    title, body, content="event", content_rowid="n", tokenize='porter unicode61'
);
