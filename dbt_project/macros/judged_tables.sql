{#- Every raw table whose rows are judged one by one, sorted, one line each: source, table, the model
    with the verdicts, its column that identifies a record for people (null where the row does), and
    whether the model names a file and a row in it. -#}
{% macro judged_tables() -%}
    {{ return([
        ('analytics_platform', 'platform_activity', 'stg_analytics_platform__platform_activity_judged', 'null', true),
        ('analytics_platform', 'training_completions', 'stg_analytics_platform__training_completions_judged', 'null', true),
        ('app_analytics', 'deregistrations', 'stg_app_analytics__deregistrations_judged', 'null', true),
        ('app_analytics', 'registrations', 'stg_app_analytics__registrations_judged', 'null', true),
        ('benefits_register', 'benefit_realisations', 'int_benefit_realisations_judged', 'record_id', false),
        ('benefits_register', 'benefits', 'int_benefits_judged', 'record_id', false),
        ('capital', 'approvals', 'int_capital_approvals_judged', 'record_id', false),
        ('capital', 'capital_budgets', 'int_capital_budgets_judged', 'record_id', false),
        ('capital', 'projects', 'int_capital_projects_judged', 'record_id', false),
        ('capital', 'spend_lines', 'int_capital_spend_lines_judged', 'record_id', false),
        ('closure_reports', 'closure_reports', 'int_closure_reports_judged', 'record_id', false),
        ('contracts', 'contracted_values', 'int_contracted_values_judged', 'record_id', false),
        ('contracts', 'contracts', 'int_contracts_judged', 'record_id', false),
        ('contracts', 'deliveries', 'int_contract_deliveries_judged', 'record_id', false),
        ('data_quality_engine', 'rules', 'int_quality_rules_judged', 'record_id', false),
        ('data_quality_engine', 'runs', 'int_quality_runs_judged', 'record_id', false),
        ('finance_ledger', 'accounts', 'int_accounts_judged', 'record_id', false),
        ('finance_ledger', 'budgets', 'int_budgets_judged', 'record_id', false),
        ('finance_ledger', 'cost_centres', 'int_cost_centres_judged', 'record_id', false),
        ('finance_ledger', 'forecasts', 'int_forecasts_judged', 'record_id', false),
        ('finance_ledger', 'ledger_lines', 'int_ledger_lines_judged', 'record_id', false),
        ('hr', 'employments', 'stg_hr__employments_judged', 'null', false),
        ('hr', 'leavers', 'stg_hr__leavers_judged', 'null', false),
        ('hr', 'posts', 'stg_hr__posts_judged', 'post_id', false),
        ('innovation_portfolio', 'innovation_projects', 'int_innovation_projects_judged', 'record_id', false),
        ('innovation_portfolio', 'stage_gates', 'int_stage_gates_judged', 'record_id', false),
        ('journey_events', 'booking_events', 'int_booking_events_judged', 'record_id', true),
        ('journey_events', 'ratings', 'stg_journey_events__ratings_judged', 'rating_id', true),
        ('learning', 'completions', 'stg_learning__completions_judged', 'null', false),
        ('learning', 'enrolments', 'stg_learning__enrolments_judged', 'null', false),
        ('learning', 'learners', 'stg_learning__learners_judged', 'null', false),
        ('login_analytics', 'clinicians', 'stg_login_analytics__clinicians_judged', 'null', true),
        ('login_analytics', 'logins', 'stg_login_analytics__logins_judged', 'null', true),
        ('monitoring', 'probe_success', 'int_probes_judged', 'record_id', false),
        ('project_portfolio', 'project_reports', 'int_project_reports_judged', 'record_id', false),
        ('project_portfolio', 'projects', 'int_projects_judged', 'record_id', false),
        ('results_delivery', 'results', 'int_results_judged', 'record_id', true),
        ('returns', 'actions', 'int_return_actions_judged', 'null', true),
        ('returns', 'benchmarks', 'int_return_benchmarks_judged', 'null', true),
        ('returns', 'certificates', 'int_return_certificates_judged', 'null', true),
        ('returns', 'dashboard_users', 'int_return_dashboard_users_judged', 'null', true),
        ('returns', 'dashboards', 'int_return_dashboards_judged', 'null', true),
        ('returns', 'decisions', 'int_return_decisions_judged', 'null', true),
        ('returns', 'integration_flows', 'int_return_integration_flows_judged', 'null', true),
        ('returns', 'narratives', 'int_return_narratives_judged', 'null', true),
        ('returns', 'observations', 'int_return_observations_judged', 'null', true),
        ('returns', 'priority_projects', 'int_return_priority_projects_judged', 'null', true),
        ('returns', 'programme_volumes', 'int_return_programme_volumes_judged', 'null', true),
        ('returns', 'recovery_plans', 'int_return_recovery_plans_judged', 'null', true),
        ('returns', 'self_assessments', 'int_return_self_assessments_judged', 'null', true),
        ('returns', 'sign_offs', 'int_return_sign_offs_judged', 'null', true),
        ('returns', 'survey_answers', 'int_return_survey_answers_judged', 'null', true),
        ('servicenow', 'change_request', 'int_changes_judged', 'record_id', false),
        ('servicenow', 'incident', 'int_incidents_judged', 'record_id', false),
        ('servicenow', 'sc_request', 'int_requests_judged', 'record_id', false),
        ('servicenow', 'sys_audit_delete', 'int_deletions_judged', 'record_id', false),
        ('transactions', 'transactions', 'int_transactions_judged', 'record_id', true),
        ('vulnerability_scanner', 'findings', 'int_vulnerabilities_judged', 'record_id', false),
        ('workload_inventory', 'migrations', 'int_migrations_judged', 'record_id', false),
        ('workload_inventory', 'workloads', 'int_workloads_judged', 'record_id', false),
    ]) }}
{%- endmacro %}

{#- Tables of which a row of the judged model stands for many records that are alike, as many as its
    column record_count says; a rejected record always has a row of its own. -#}
{% macro judged_in_groups() -%}
    {{ return(['probe_success']) }}
{%- endmacro %}

{#- True for a table that holds no records of its own, so that there is nothing to reject: the keys a
    sweep found, the files a folder held. -#}
{% macro is_accepted_whole(table_name) -%}
    ({{ table_name }} like '%!_!_keys' escape '!' or {{ table_name }} like '%!_!_files' escape '!')
{%- endmacro %}
