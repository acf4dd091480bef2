{ { dpkg-query -W -f '${Package}|${Architecture}|${db:Status-Status}\n' -- haproxy
}; rc=$?; case $rc in 0|1) ;; *) (exit $rc) ;; esac
}
