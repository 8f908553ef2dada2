# Where `cmake --install` puts the program and its manual: in bin and share/man, or in the scripts of a Python wheel when
# that is being built.
#
# DOCKCHECK_PROGRAM is a program that exists already, for the wheels of scripts/release: nothing is compiled for them.

include(GNUInstallDirs)
if(DOCKCHECK_PROGRAM)
    add_custom_target(dockcheck)
    install(PROGRAMS ${DOCKCHECK_PROGRAM} DESTINATION ${SKBUILD_SCRIPTS_DIR})
    install(FILES ${DOCKCHECK_LICENCES} DESTINATION ${SKBUILD_METADATA_DIR}/licenses)
elseif(SKBUILD)
    install(TARGETS dockcheck RUNTIME DESTINATION ${SKBUILD_SCRIPTS_DIR})
else()
    install(TARGETS dockcheck RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
    install(FILES ${PROJECT_SOURCE_DIR}/docs/dockcheck.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
endif()
