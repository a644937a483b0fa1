with incidents as (
    select * from {{ ref('stg_servicenow__incidents') }}
),

codes as (
    select * from {{ ref('stg_reference__source_codes') }}
    where source = 'servicenow' and table_name = 'incident'
),

services as (
    select
        service_id,
        is_clinical
    from {{ ref('stg_reference__services') }}
),

timed_priorities as (
    select distinct value as priority
    from {{ ref('stg_reference__measure_parameters') }}
    where parameter = 'priority'
),

decoded as (
    select
        incidents.*,
        states.code_name as state_name,
        {{ means('states.meanings', 'cancelled') }} as is_cancelled,
        {{ means('states.meanings', 'resolved') }} as is_resolved,
        {{ means('states.meanings', 'closed') }} as is_closed,
        priorities.code_name as priority_name,
        contact_types.code_name as contact_type_name,
        {{ means('contact_types.meanings', 'monitoring_raised') }}
            as is_monitoring_raised,
        services.is_clinical,
        {{ means('assignment_groups.meanings', 'first_line') }} as is_first_line,
        timed_priorities.priority is not null as is_restoration_timed
    from incidents
    left join codes as states
        on incidents.state = states.code and states.column_name = 'state'
    left join codes as priorities
        on incidents.priority = priorities.code and priorities.column_name = 'priority'
    left join codes as contact_types
        on
            incidents.contact_type = contact_types.code
            and contact_types.column_name = 'contact_type'
    left join codes as assignment_groups
        on
            incidents.assignment_group = assignment_groups.code
            and assignment_groups.column_name = 'assignment_group'
    left join services
        on incidents.service_id = services.service_id
    left join timed_priorities
        on incidents.priority = timed_priorities.priority
),

final as (
    select
        *,
        is_test or is_duplicate or is_cancelled or is_deleted as is_excluded
    from decoded
)

select * from final
