-- What a target has confirmed is looked at there, where its connection says so.

alter table delivery drop constraint delivery_kind_check;
alter table delivery
  add constraint delivery_kind_check
    check (kind in ('show_card', 'remind', 'ring', 'tell', 'ask_anew', 'read_back', 'execute'));
