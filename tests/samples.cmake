# One test a sample, and one of the README: the program over samples/<case>/ must say what expected.txt there says.
# DOCKCHECK_BLESS=1 in the environment of ctest writes expected.txt anew, to be read as a diff.

file(GLOB samples CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR}/samples ${PROJECT_SOURCE_DIR}/samples/*/Dockerfile)
foreach(sample IN LISTS samples)
    get_filename_component(sample ${sample} DIRECTORY)
    add_test(NAME sample/${sample}
             COMMAND ${PROJECT_SOURCE_DIR}/tests/samples_test.sh $<TARGET_FILE:dockcheck> ${PROJECT_SOURCE_DIR}/samples/${sample})
endforeach()

add_test(NAME readme COMMAND ${PROJECT_SOURCE_DIR}/tests/readme_test.sh ${PROJECT_SOURCE_DIR})
add_test(NAME tutorial-mends
         COMMAND ${PROJECT_SOURCE_DIR}/tests/tutorial_mends_test.sh $<TARGET_FILE:dockcheck>
                 ${PROJECT_SOURCE_DIR}/samples/flask-tutorial)
