-- A feed may be of everything: then it is about nobody's in particular.
alter table calendar_feed drop constraint calendar_feed_check;
alter table calendar_feed add constraint calendar_feed_subject
    check (num_nonnulls(user_id, schedule_id, team_id) <= 1);
