{#- Every measure that is computed from source records: one file int_measure__<measure_id> each. A
    test reads the folder and fails when this list says anything else. -#}
{% macro computed_measures() -%}
    {{ return([
        'dhcw_incidents_weekly',
        'dhcw_kpi_fn01',
        'dhcw_kpi_fn03',
        'dhcw_kpi_fn04',
        'dhcw_kpi_oe02',
        'dhcw_kpi_oe03_p1',
        'dhcw_kpi_oe03_p2',
        'dhcw_kpi_pl01',
        'dhcw_kpi_ps01',
        'dhcw_kpi_ps02',
        'dhcw_kpi_ps03',
        'dhcw_kpi_ps04',
        'dhcw_kr_1_1',
        'dhcw_kr_1_2',
        'dhcw_kr_1_3',
        'dhcw_kr_1_4',
        'dhcw_kr_2_2',
        'dhcw_kr_2_3_ce_plus',
        'dhcw_kr_2_3_dspt',
        'dhcw_kr_2_4',
        'dhcw_kr_3_1',
        'dhcw_kr_3_2',
        'dhcw_kr_3_3',
        'dhcw_kr_4_1',
        'dhcw_kr_3_4',
    ]) }}
{%- endmacro %}
