-- What the questions need, made after the rows are in, which is quicker.
create index event_date on event (date, n);
create index claim_event on claim (event, ordinal);
create index part_event on part (event, ordinal);
create index event_actor_event on event_actor (event);
analyze;
