node=$(timeout 20 crm_node --name) && timeout 20 crm_attribute --quiet --lifetime reboot --node "$node" --name standby --update on >&2
