-- What is worked on first; null where nobody has said it. It changes no paging.
alter table incident add column priority text check (priority in ('p1', 'p2', 'p3', 'p4', 'p5'));
