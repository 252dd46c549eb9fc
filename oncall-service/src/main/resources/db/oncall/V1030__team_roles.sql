-- What a member may do with what the team owns; the role of the person counts where it is greater.
alter table team_member
    add column role text not null default 'responder' check (role in ('viewer', 'responder', 'manager'));
