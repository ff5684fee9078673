-- Agents that always have to say for whom they act.

alter table agent add column must_name_person boolean not null default false;
comment on column agent.must_name_person is 'whether each proposal has to name the person it acts for';
