# Where `cmake --install` puts the program: in bin, or in the scripts of a Python wheel when that is being built.

if(TARGET dockcheck)
    if(SKBUILD)
        install(TARGETS dockcheck RUNTIME DESTINATION ${SKBUILD_SCRIPTS_DIR})
    else()
        include(GNUInstallDirs)
        install(TARGETS dockcheck RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
    endif()
endif()
