{ { env OCF_ROOT=/usr/lib/ocf OCF_RESOURCE_INSTANCE=haproxy /usr/lib/ocf/resource.d/heartbeat/haproxy reload
}; rc=$?; case $rc in 0|7) ;; *) (exit $rc) ;; esac
}
