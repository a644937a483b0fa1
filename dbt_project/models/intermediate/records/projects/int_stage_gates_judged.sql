{%- set faults = [
    ('stage_gate_project_unknown', 'known_project_id is null',
        'innovation_project_id', 'null'),
    ('stage_gate_stage_unknown', 'stage_name is null', 'stage', 'null'),
    ('stage_gate_entered_unreadable', 'entered_at is null', 'entered_text', 'null'),
] -%}

with stage_gates as (
    select * from {{ ref('stg_innovation_portfolio__stage_gates') }}
),

projects as (
    select innovation_project_id as known_project_id
    from {{ ref('stg_innovation_portfolio__projects') }}
    where is_latest_version
),

stages as (
    select
        code,
        code_name,
        meanings
    from {{ ref('stg_reference__source_codes') }}
    where
        source = 'innovation_portfolio' and table_name = 'stage_gates'
        and column_name = 'stage'
),

placed as (
    select
        stage_gates.*,
        projects.known_project_id,
        stages.code_name as stage_name,
        {{ means('stages.meanings', 'pilot') }} as is_pilot
    from stage_gates
    left join projects
        on stage_gates.innovation_project_id = projects.known_project_id
    left join stages
        on stage_gates.stage = stages.code
),

final as (
    select
        stage_gate_id as record_id,
        innovation_project_id,
        {{ verdict(faults, 'is_deleted') }},
        is_pilot,
        {{ local_date('entered_at') }} as entered_date,
        entered_at,
        load_id
    from placed
)

select * from final
