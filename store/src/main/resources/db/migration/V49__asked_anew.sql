-- A change that was not made because its record had changed is asked about anew, by the gate.

alter table delivery drop constraint delivery_kind_check;
alter table delivery
  add constraint delivery_kind_check
    check (kind in ('show_card', 'remind', 'ring', 'tell', 'ask_anew', 'execute'));
