-- Where what an agent proposes may take effect. Who was registered before may act everywhere, as it could.

alter table agent add column environments text[] not null default '{production,staging,development,test}';
comment on column agent.environments is 'where what it proposes may take effect: production, staging, development, test';
